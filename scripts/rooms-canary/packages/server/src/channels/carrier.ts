export const carrier = 1
