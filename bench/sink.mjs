// The SMTP sink as a process of its own.
const { startSink } = await import('../dist/bench/sink.mjs')
const sink = await startSink({ mode: 'chunking' })
process.send?.({ port: sink.port })
process.on('message', () => process.send?.({ received: sink.received() }))
process.on('disconnect', () => process.exit(0))
