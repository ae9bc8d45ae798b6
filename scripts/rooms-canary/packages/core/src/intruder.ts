import '../../server/src/store/ring.ts'
