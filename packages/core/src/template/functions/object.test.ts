import { objectFunctions } from './object.ts'
import { testFamily } from './testing.ts'

testFamily(objectFunctions, {
  isNull: [
    ['isNull(context.nothing)', 'true'],
    ['isNull("")', 'false'],
    ['isNull(context.object)', 'false'],
  ],
  isNotNull: [
    ['isNotNull(null)', 'false'],
    ['isNotNull([])', 'true'],
  ],
})
