/**
 * Programs of the edge, in the JavaScript that CloudFront runs: they see a request before the cache does.
 */

/** An address of the application is answered by its one page; what exists on one machine only is not there. */
export const siteAddress = `
function handler(event) {
  var request = event.request;
  if (request.uri === '/local' || request.uri.startsWith('/local/')) {
    return { statusCode: 404, statusDescription: 'Not Found' };
  }
  var last = request.uri.substring(request.uri.lastIndexOf('/') + 1);
  if (last.indexOf('.') === -1) request.uri = '/index.html';
  return request;
}
`.trim();

/** /media/covers/1.svg is the object covers/1.svg of the media bucket. */
export const mediaAddress = `
function handler(event) {
  var request = event.request;
  request.uri = request.uri.replace(/^\\/media\\//, '/');
  return request;
}
`.trim();
