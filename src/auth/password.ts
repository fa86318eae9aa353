import { hash } from '@node-rs/argon2'
import { random } from '../domain/id.ts'

/** The argon2id hash of a password, with the library's parameters (19 MiB, 2 passes). */
export const hashPassword = (password: string): Promise<string> => hash(password)

/** A first password for someone who has not chosen one: 95 bits. */
export const newPassword = () => random(16)
