/**
 * The props of a picker whose choices the server knows: until they are here it says so, and cannot be opened. It would
 * show nothing, and close.
 */
export const awaiting = ({ isLoading }: { isLoading: boolean }, isDisabled = false) =>
  ({
    isDisabled: isDisabled || isLoading,
    loadingState: isLoading ? 'loading' : 'idle',
    UNSAFE_className: isLoading ? 'awaiting' : '',
  }) as const
