import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { type Cell, type Column, cellsOf } from '../../domain/exportSheet.ts'

type Row = Readonly<Record<string, unknown>>
type Rows = AsyncIterable<readonly Row[]>

// What spreadsheets take: rows of a sheet, and characters of a cell.
const MAX_ROWS = 1_048_576
const MAX_TEXT = 32_767
const DAY_MS = 86_400_000
// Twice as fast as the usual 6, for a file that is a tenth larger.
const COMPRESSION = 3
// The day 0 of spreadsheets, before which nothing is a date for them.
const EPOCH = Date.UTC(1899, 11, 30)
const FIRST_DAY = Date.UTC(1900, 2, 1)

/**
 * The bytes of a workbook with these columns, made as they are taken: texts stand in their cells, so that nothing has to be
 * kept. A formula is a text here, and does nothing. What does not fit into one sheet goes on in the next.
 */
export function workbook(columns: readonly Column[], rows: Rows): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const failed = (error: unknown) => void output.destroy(error as Error)
  zip.on('error', failed)
  void write(zip, columns, rows).catch(failed)
  return output
}

async function write(zip: ZipFile, columns: readonly Column[], rows: Rows): Promise<void> {
  const source = rows[Symbol.asyncIterator]()
  let sheets = 0
  for (let isOver = false; !isOver; ) {
    sheets += 1
    isOver = await addSheet(zip, `xl/worksheets/sheet${sheets}.xml`, sheetXml(columns, source))
  }
  const names = Array.from({ length: sheets }, (_, i) => i + 1)
  const files = {
    '[Content_Types].xml': contentTypes(names),
    '_rels/.rels': RELATIONS,
    'xl/workbook.xml': workbookXml(names),
    'xl/_rels/workbook.xml.rels': workbookRelations(names),
    'xl/styles.xml': STYLES,
  }
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
}

/** Adds a sheet and waits until it is written; says whether there are no more rows. */
function addSheet(zip: ZipFile, name: string, xml: AsyncGenerator<string, boolean>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    async function* told(): AsyncGenerator<string> {
      try {
        for (let next = await xml.next(); ; next = await xml.next()) {
          if (next.done) return resolve(next.value)
          yield next.value
        }
      } catch (error) {
        reject(error)
        throw error
      }
    }
    zip.addReadStream(Readable.from(told(), { objectMode: false }), name, { compressionLevel: COMPRESSION })
  })
}

type Source = AsyncIterator<readonly Row[]>

async function* sheetXml(columns: readonly Column[], source: Source): AsyncGenerator<string, boolean> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetData>`
  const letters = columns.map((_column, i) => lettersOf(i))
  const styles = columns.map(({ isMoment }) => isMoment === true)
  let count = 0
  const rowXml = (cells: readonly Cell[], isHead = false) => {
    count += 1
    const xml = cells.map((cell, i) => cellXml(cell, `${letters[i]}${count}`, !isHead && styles[i] === true))
    return `<row r="${count}">${xml.join('')}</row>`
  }
  yield rowXml(
    columns.map(({ header }) => header),
    true,
  )
  let next = await source.next()
  for (; !next.done; next = await source.next()) {
    yield next.value.map((row) => rowXml(cellsOf(columns, row))).join('')
    if (count + MOST_AT_ONCE > MAX_ROWS) break
  }
  yield '</sheetData></worksheet>'
  return next.done === true
}

// No more than this come together.
const MOST_AT_ONCE = 1000

/** `A` to `Z`, `AA` and so on. */
const lettersOf = (i: number): string =>
  (i < 26 ? '' : lettersOf(Math.floor(i / 26) - 1)) + String.fromCharCode('A'.charCodeAt(0) + (i % 26))

function cellXml(cell: Cell, place: string, isMoment: boolean): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`
  const time = isMoment ? Date.parse(cell) : Number.NaN
  if (time >= FIRST_DAY) return `<c r="${place}" s="1"><v>${(time - EPOCH) / DAY_MS}</v></c>`
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell.slice(0, MAX_TEXT))}</t></is></c>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
// Hardly any text has one of these, and looking once is far cheaper than replacing.
const SPECIAL = /[&<>\p{Cc}\p{Cs}\ufffe\uffff]/u
// XML has no way of writing most control characters; half of a pair is no character at all.
const escaped = (text: string) =>
  SPECIAL.test(text)
    ? text
        .toWellFormed()
        .replaceAll(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
        .replaceAll(/[&<>\r]/g, (sign) => ENTITIES[sign] ?? sign)
    : text

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const each = (numbers: readonly number[], text: (n: number) => string) => numbers.map(text).join('')

const contentTypes = (sheets: readonly number[]) =>
  `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>${each(sheets, (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`)}</Types>`

const RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

const workbookXml = (sheets: readonly number[]) =>
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each(sheets, (n) => `<sheet name="Export${n === 1 ? '' : ` ${n}`}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`

const workbookRelations = (sheets: readonly number[]) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each(sheets, (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`

// The second style shows a day and a time.
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`
