import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { edgeHeaders } from '../../lambdas/edge.ts';

type Headers = readonly (readonly [string, string])[];

/** Headers that CloudFront takes by name; it refuses them among the others. */
const named = new Set([
  'content-security-policy',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'strict-transport-security',
]);

/** The headers of the store's answers, on top of what the origin says; and that the store is there by TLS only. */
export function responseHeaders(
  scope: Construct,
  id: string,
  headers: Headers,
): cloudfront.ResponseHeadersPolicy {
  const values = new Map(headers);
  const policy = values.get('content-security-policy');
  const custom = headers.filter(([name]) => !named.has(name));
  return new cloudfront.ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: {
      contentTypeOptions: { override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: true,
        override: true,
      },
      ...(policy && { contentSecurityPolicy: { contentSecurityPolicy: policy, override: true } }),
      ...(values.has('x-frame-options') && {
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
      }),
      ...(values.has('referrer-policy') && {
        referrerPolicy: {
          referrerPolicy: values.get('referrer-policy') as cloudfront.HeadersReferrerPolicy,
          override: true,
        },
      }),
    },
    ...(custom.length > 0 && {
      customHeadersBehavior: {
        customHeaders: custom.map(([header, value]) => ({ header, value, override: true })),
      },
    }),
  });
}

/** What the API hears of a request: not its Host, which would lead API Gateway astray. */
export function apiRequests(scope: Construct): cloudfront.OriginRequestPolicy {
  return new cloudfront.OriginRequestPolicy(scope, 'ApiRequests', {
    queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.all(),
    cookieBehavior: cloudfront.OriginRequestCookieBehavior.all(),
    headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList(
      'Accept',
      'Idempotency-Key',
      'Origin',
      'Referer',
      'User-Agent',
      'X-Request-Id',
      edgeHeaders.viewerAddress,
    ),
  });
}

/** Answers that are the same for everyone, for as long as they say themselves; no cookie is part of the key. */
export function publicAnswers(scope: Construct): cloudfront.CachePolicy {
  return new cloudfront.CachePolicy(scope, 'PublicAnswers', {
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.hours(1),
    queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
    cookieBehavior: cloudfront.CacheCookieBehavior.none(),
    headerBehavior: cloudfront.CacheHeaderBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });
}
