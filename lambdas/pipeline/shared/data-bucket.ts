import type { S3Client } from '@aws-sdk/client-s3';
import {
  CopyObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** What an object must look like now for a write to go through: `null` = it must not exist. */
export type ExpectedEtag = string | null;

export interface StoredObject {
  readonly text: string;
  readonly etag: string;
}

/** The few things that the run does with the data bucket, on text objects. */
export class DataBucket {
  readonly #client: S3Client;
  readonly #name: string;

  constructor(client: S3Client, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** undefined = no such object. */
  async read(key: string): Promise<StoredObject | undefined> {
    try {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket: this.#name, Key: key }));
      return { text: (await answer.Body?.transformToString('utf-8')) ?? '', etag: answer.ETag ?? '' };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async write(
    key: string,
    text: string,
    contentType: 'text/csv; charset=utf-8' | 'application/json',
  ): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#name, Key: key, Body: text, ContentType: contentType }),
    );
  }

  /** Replaces an object only if nobody else did meanwhile; false = somebody did. */
  async replace(key: string, text: string, expected: ExpectedEtag): Promise<boolean> {
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#name,
          Key: key,
          Body: text,
          ContentType: 'application/json',
          ...(expected === null ? { IfNoneMatch: '*' } : { IfMatch: expected }),
        }),
      );
      return true;
    } catch (error) {
      if (
        error instanceof S3ServiceException &&
        [404, 409, 412].includes(error.$metadata.httpStatusCode ?? 0)
      ) {
        return false;
      }
      throw error;
    }
  }

  async copy(from: string, to: string): Promise<void> {
    await this.#client.send(
      new CopyObjectCommand({ Bucket: this.#name, CopySource: `${this.#name}/${from}`, Key: to }),
    );
  }
}
