import { shown } from '../resource/codec.ts'
import { number, refers } from '../resource/references.ts'
import { constant, field, readOnly, resource } from '../resource/resource.ts'
import { integer, text, word } from './codecs.ts'
import { changedSince, everyMethod, id, stamps } from './common.ts'
import { aFolder } from './targets.ts'

// Folders and files are listed together by the vendor, so the ids of folders are texts such as `f1001`.
const FOLDER = 'f'
const folderNumber = number(FOLDER)

/** Folders. */
export const folder = resource('folder', {
  path: '/folder',
  title: 'folder',
  key: 'number',
  keyPrefix: FOLDER,
  methods: everyMethod,
  needs: [['name']],
  fields: {
    id: readOnly('number', folderNumber),
    is_dir: constant(true),
    name: field('name', text),
    parentId: refers('parent.number', 'parentId', aFolder, folderNumber),
    ...stamps,
  },
  filters: changedSince,
})

/** Files, apart from their bytes. */
export const file = resource('file', {
  path: '/file',
  title: 'file',
  key: 'number',
  methods: everyMethod,
  needs: [['name']],
  fields: {
    id,
    name: field('name', text),
    parentId: refers('folder.number', 'folderId', aFolder, folderNumber),
    size: readOnly('size', shown({ type: ['integer', 'null'] })),
    contentType: readOnly('contentType', shown({ type: ['string', 'null'] })),
    ...stamps,
  },
  filters: changedSince,
})

/** Files that are kept elsewhere. */
export const linkedFile = resource('linkedFile', {
  path: '/linkedfile',
  title: 'linked file',
  key: 'number',
  methods: everyMethod,
  needs: [['name']],
  fields: {
    id,
    name: field('name', text),
    sys: field('system', word({ words: { dropbox: 'D', 'google-drive': 'G' } })),
    size: field('size', integer(0, Number.MAX_SAFE_INTEGER)),
    link: field('link', text),
    icon: field('icon', text),
    ...stamps,
  },
  filters: changedSince,
})
