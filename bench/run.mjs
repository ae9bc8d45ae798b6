// npm run bench <name>: measures beside plain baselines in the same run, and prints ratios.
const benches = {
  audience: './audience.mjs',
  batch: './batch.mjs',
  import: './import.mjs',
  inventory: './inventory.mjs',
  trigger: './trigger.mjs',
  render: './render.mjs',
}
const [name = 'trigger', ...args] = process.argv.slice(2)
if (!benches[name]) {
  console.error(`There is no benchmark ${name}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}
const { run } = await import(benches[name])
await run(args)
