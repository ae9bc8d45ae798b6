import { ring } from './ring.ts'
export const other = () => ring
