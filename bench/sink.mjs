// The SMTP sink as a process of its own. With `--tell` it says when it accepted each message, and from whom.
const { startSink } = await import('../dist/bench/sink.mjs')
const now = () => performance.timeOrigin + performance.now()
const onMessage = (recipient) => process.send?.({ recipient, at: now() })
const sink = await startSink({ mode: 'chunking', ...(process.argv.includes('--tell') && { onMessage }) })
process.send?.({ port: sink.port })
process.on('message', () => process.send?.({ received: sink.received() }))
process.on('disconnect', () => process.exit(0))
