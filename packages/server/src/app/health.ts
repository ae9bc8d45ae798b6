import type { House } from '../context.ts'
import { isAway, ping } from '../store/health.ts'

/** Whether an error means that the database cannot be reached now. */
export const databaseIsAway = isAway

/** Whether the database answers. Throws what is not about reaching it. */
export async function isReady(house: House): Promise<boolean> {
  try {
    await ping(house.db)
    return true
  } catch (error) {
    if (isAway(error)) return false
    throw error
  }
}
