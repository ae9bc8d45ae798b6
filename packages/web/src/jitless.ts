import { config } from 'zod'

// zod would try whether it may make functions from text; the page's policy forbids it, and says so each time.
config({ jitless: true })
