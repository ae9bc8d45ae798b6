import { other } from './ring-other.ts'
export const ring = () => other
