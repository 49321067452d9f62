import { findLeaks } from '../load/leaks'

const secrets = ['kX8-aQ2_pL0zWm4v', 'b64/with+signs==']

test.each([
  ['alone', 'kX8-aQ2_pL0zWm4v'],
  ['within a line', '#1 POST /login?code=kX8-aQ2_pL0zWm4v&x → 200'],
  ['grown together with its surroundings', `${'x'.repeat(1000)}akX8-aQ2_pL0zWm4vkX8`],
  ['cut off', 'token kX8-aQ2_pL…'],
])('finds a secret that stands %s', (_, text) => {
  expect(findLeaks(`before\n${text}\nafter`, secrets)).toEqual(['kX8-aQ2_pL'])
})

test('finds each secret once', () => {
  const text = [...secrets, ...secrets].join('\n')
  expect(findLeaks(text, secrets)).toEqual(['kX8-aQ2_pL', 'b64/with+s'])
})

test('finds nothing in a text without secrets', () => {
  expect(findLeaks('#1 POST /login → 200\nkX8-aQ2_', secrets)).toEqual([])
})
