import { run } from '../../cli.ts'

/** The command line, as `bin/chappe.mjs` runs it. */
process.exit(await run(process.argv.slice(2)))
