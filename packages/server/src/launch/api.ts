import { runChild } from './child.ts'
import { openApi } from './open-api.ts'

await runChild('api', openApi)
