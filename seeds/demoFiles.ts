import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ReceivedFile } from '../src/web/uploads.ts'

const NAMES: Record<string, string> = {
  SIT: 'situationsplan.pdf',
  ENL: 'enlinjeschema.pdf',
  EFF: 'effektberäkning.pdf',
  DAT: 'datablad.pdf',
  LGH: 'lägenhetsförteckning.pdf',
  PGM: 'rfg-dokument.pdf',
  FAS: 'fastighetsägarens-medgivande.pdf',
  FOT: 'mätarplats.pdf',
  FUL: 'fullmakt.pdf',
  ALP: 'anmälan-produktion.pdf',
}

/** Lends a small real PDF in the temp folder, as an upload would leave it, and removes it afterwards. */
export async function withSampleFile<T>(kind: string, use: (file: ReceivedFile) => Promise<T>): Promise<T> {
  const name = NAMES[kind] ?? `${kind.toLowerCase()}.pdf`
  const file = path.join(tmpdir(), `elanmalan-demo-${randomBytes(8).toString('hex')}`)
  const bytes = pdf(name)
  try {
    await writeFile(file, bytes)
    return await use({ field: `file.${kind}`, name, path: file, size: bytes.length })
  } finally {
    await rm(file, { force: true })
  }
}

/** One A4 page that says what it is. */
function pdf(title: string): Buffer {
  const text = `BT /F1 24 Tf 60 760 Td (${title.replace(/[^ -~]/g, '?').replace(/[()\\]/g, '')}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`
  return Buffer.from(
    `${body}${end}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
  )
}
