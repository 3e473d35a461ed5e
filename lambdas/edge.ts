/** What the edge (CloudFront) and the functions behind it agree on. */
export const edgeHeaders = {
  /** Carries the secret that shows that a request came through the edge. */
  originSecret: 'x-kratos-origin-secret',
  /** `address:port` of the caller, written by the edge whatever the caller sent. */
  viewerAddress: 'cloudfront-viewer-address',
} as const;
