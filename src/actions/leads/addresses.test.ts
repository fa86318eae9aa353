import { expect, test } from 'vitest'
import { readAddresses } from './addresses.ts'

const quay = {
  label: 'business',
  address_1: '4 Quay Rd',
  address_2: 'Floor 2',
  city: 'Bergen',
  state: null,
  zipcode: '5003',
  country: 'NO',
}
const mailing = { ...quay, label: 'mailing', address_1: 'PO Box 7', address_2: null }

test('a part of the first address changes that one, and no other', () => {
  expect(readAddresses({ city: 'Oslo' }, [quay, mailing])).toEqual([{ ...quay, city: 'Oslo' }, mailing])
})

test('a street of several lines is two', () => {
  expect(readAddresses({ street: '4 Quay Rd\nFloor 3\nLeft' }, [quay])).toEqual([
    { ...quay, address_2: 'Floor 3\nLeft' },
  ])
  expect(readAddresses({ street: null }, [quay])).toEqual([{ ...quay, address_1: null, address_2: null }])
})

test('a first part makes an address, and without its last part it is gone', () => {
  const made = readAddresses({ country: 'NO' })
  expect(made).toEqual([expect.objectContaining({ label: 'business', country: 'NO', city: null })])
  expect(readAddresses({ country: null }, made)).toEqual([])
})

test('what is not named stays, and a whole list replaces', () => {
  expect(readAddresses({}, [quay, mailing])).toEqual([quay, mailing])
  expect(readAddresses({ addresses: [mailing], city: 'Oslo' }, [quay])).toEqual([mailing])
})
