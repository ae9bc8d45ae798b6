import '../channels/carrier.ts'
export const intruder = 1
