import {
  DeleteObjectsCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { z } from 'zod';

/** Of one request that removes. */
const MOST_KEYS = 1_000;

/** Bytes and JSON documents of the data bucket. */
export class ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** undefined = no such object. */
  async find(key: string): Promise<Uint8Array | undefined> {
    try {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      return await answer.Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async read(key: string): Promise<Uint8Array> {
    const bytes = await this.find(key);
    if (bytes === undefined) throw new Error(`the object ${key} is missing`);
    return bytes;
  }

  async readText(key: string): Promise<string> {
    return new TextDecoder().decode(await this.read(key));
  }

  /** undefined = no such object. A document of another form is an error that names the key. */
  async findJson<Schema extends z.ZodType>(
    key: string,
    schema: Schema,
  ): Promise<z.infer<Schema> | undefined> {
    const bytes = await this.find(key);
    if (bytes === undefined) return undefined;
    const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (parsed.success) return parsed.data;
    throw new Error(`the object ${key} is not what it should be: ${parsed.error.message}`);
  }

  async readJson<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.infer<Schema>> {
    const value = await this.findJson(key, schema);
    if (value === undefined) throw new Error(`the object ${key} is missing`);
    return value;
  }

  async write(key: string, body: Uint8Array): Promise<void> {
    await this.#put(key, body, 'application/octet-stream');
  }

  async writeJson(key: string, value: unknown): Promise<void> {
    await this.#put(key, JSON.stringify(value), 'application/json');
  }

  /** Keys that are not there count as removed. */
  async remove(keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += MOST_KEYS) {
      const Objects = keys.slice(at, at + MOST_KEYS).map((Key) => ({ Key }));
      const { Errors = [] } = await this.#client.send(
        new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }),
      );
      const [first] = Errors;
      if (first)
        throw new Error(
          `${first.Key ?? 'an object'} could not be removed: ${first.Message ?? first.Code ?? ''}`,
        );
    }
  }

  async #put(key: string, body: Uint8Array | string, contentType: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body, ContentType: contentType }),
    );
  }
}
