import 'pg'
import '../store/ring.ts'
