import { ServiceError } from '../service-error.ts';

export const noSuchKey = () => new ServiceError('NoSuchKey', 404, 'The specified key does not exist.');
export const noSuchBucket = (bucket: string) =>
  new ServiceError('NoSuchBucket', 404, `The specified bucket does not exist: ${bucket}`);
export const noSuchUpload = () =>
  new ServiceError('NoSuchUpload', 404, 'The specified multipart upload does not exist.');
export const preconditionFailed = (condition: string) =>
  new ServiceError('PreconditionFailed', 412, `The condition ${condition} did not hold.`);
export const invalidArgument = (message: string) => new ServiceError('InvalidArgument', 400, message);
export const malformedXml = (message: string) => new ServiceError('MalformedXML', 400, message);
export const badDigest = (message: string) => new ServiceError('BadDigest', 400, message);

/** What S3 can and this stand-in cannot: refused by name rather than ignored. */
export const notImplemented = (what: string) =>
  new ServiceError('NotImplemented', 501, `The local S3 does not implement ${what}.`);
