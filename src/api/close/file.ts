import { readOnly, resource } from '../resource/resource.ts'
import { integerOrNull, stamps, string, stringOrNull } from './common.ts'

const own = {
  id: readOnly('id', string),
  number: readOnly('number', integerOrNull),
  organization_id: readOnly('organizationId', string),
  name: readOnly('name', string),
} as const

const folder = resource('folder', {
  title: 'Folder',
  fields: { ...own, parent_id: readOnly('parentId', stringOrNull), ...stamps },
})

const file = resource('file', {
  title: 'File',
  fields: {
    ...own,
    folder_id: readOnly('folderId', stringOrNull),
    size: readOnly('size', integerOrNull),
    content_type: readOnly('contentType', stringOrNull),
    sha256: readOnly('sha256', stringOrNull),
    ...stamps,
  },
})

const linkedFile = resource('linkedFile', {
  title: 'LinkedFile',
  fields: {
    ...own,
    system: readOnly('system', string),
    link: readOnly('link', string),
    size: readOnly('size', integerOrNull),
    icon: readOnly('icon', stringOrNull),
    ...stamps,
  },
})

/** Folders and files have no paths in this API; these maps are for its events, so that no change goes untold. */
export const storage = [folder, file, linkedFile] as const
