import type { ServerResponse } from 'node:http';
import type { ObjectInfo } from './object-metadata.ts';
import { checksumHeader } from './checksums.ts';
import { xmlDocument, type XmlFields } from './xml.ts';

export const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function sendEmpty(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end();
}

export function sendXml(
  response: ServerResponse,
  name: string,
  fields: XmlFields,
  headers: Record<string, string> = {},
): void {
  const body = xmlDocument(name, fields, NAMESPACE);
  response
    .writeHead(200, {
      'content-type': 'application/xml',
      'content-length': Buffer.byteLength(body),
      ...headers,
    })
    .end(body);
}

export function checksumHeaders({ checksum }: Pick<ObjectInfo, 'checksum'>): Record<string, string> {
  if (!checksum) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}
