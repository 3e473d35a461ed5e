import { Duration, Validations } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { edgeHeaders } from '../../lambdas/edge.ts';
import { functionDefinition, functionNames } from '../../lambdas/functions.ts';
import { answerHeaders, mediaHeaders, pageHeaders } from '../../lambdas/security-headers.ts';
import type { StageSettings } from '../settings.ts';
import { mediaAddress, siteAddress } from './edge-functions.ts';
import { apiRequests, publicAnswers, responseHeaders } from './edge-policies.ts';

export interface EdgeProps {
  readonly settings: StageSettings;
  readonly site: s3.IBucket;
  readonly media: s3.IBucket;
  readonly accessLogs: s3.IBucket;
  /** Host name of the API. */
  readonly apiHost: string;
  readonly originSecret: secrets.ISecret;
}

/** Addresses of pages that a function may draw, so that who does not run scripts sees them as well. */
const drawnPages = ['/games/*', '/sitemap.xml'] as const;

/** Routes that no session changes, so that the edge may keep their answers for as long as these say. */
function publicRoutes(): string[] {
  return functionNames.flatMap((name) => {
    const { routes = [], uses } = functionDefinition(name);
    return uses.authSecret ? [] : routes.filter((route) => route.startsWith('/api/'));
  });
}

/** Whether a function of the table answers an address outside the API. */
function isDrawn(pattern: string): boolean {
  const prefix = pattern.replace(/\/\*$/, '');
  return functionNames.some((name) => functionDefinition(name).routes?.includes(prefix));
}

/** The store's one door: the application, the covers and the API under one address, by TLS only. */
export class Edge extends Construct {
  readonly distribution: cloudfront.Distribution;
  readonly #props: EdgeProps;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    this.#props = props;
    const { settings, accessLogs } = props;
    const { domain } = settings;
    const site = this.#siteBehaviour();
    const api = this.#apiBehaviour();
    const kept = { ...api, cachePolicy: publicAnswers(this) };
    const read = { allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS };
    const pages = drawnPages.map((path) => [path, isDrawn(path) ? { ...kept, ...read } : site] as const);
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Kratos Digital Store, ${settings.stage}`,
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      priceClass: settings.production
        ? cloudfront.PriceClass.PRICE_CLASS_ALL
        : cloudfront.PriceClass.PRICE_CLASS_100,
      logBucket: accessLogs,
      logFilePrefix: 'edge/',
      defaultBehavior: site,
      // The edge would keep an error for ten seconds, without regard to cookies or to what the answer allows.
      errorResponses: [404, 500, 502, 503, 504].map((httpStatus) => ({
        httpStatus,
        ttl: Duration.seconds(0),
      })),
      additionalBehaviors: {
        ...Object.fromEntries(publicRoutes().map((route) => [`${route}*`, { ...kept, ...read }])),
        '/api/*': api,
        '/media/*': this.#mediaBehaviour(),
        ...Object.fromEntries(pages),
      },
      ...(domain && {
        domainNames: [domain.name],
        certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
    });
    this.#acknowledge();
  }

  /** The store's own address: its domain, or the one that CloudFront gave it. */
  get baseUrl(): string {
    const { domain } = this.#props.settings;
    return `https://${domain?.name ?? this.distribution.distributionDomainName}`;
  }

  #siteBehaviour(): cloudfront.BehaviorOptions {
    return {
      origin: origins.S3BucketOrigin.withOriginAccessControl(this.#props.site),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: responseHeaders(this, 'PageHeaders', [...answerHeaders, ...pageHeaders]),
      functionAssociations: [this.#onRequest('SiteAddress', siteAddress)],
    };
  }

  #mediaBehaviour(): cloudfront.BehaviorOptions {
    return {
      origin: origins.S3BucketOrigin.withOriginAccessControl(this.#props.media),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: responseHeaders(this, 'MediaHeaders', [...answerHeaders, ...mediaHeaders]),
      functionAssociations: [this.#onRequest('MediaAddress', mediaAddress)],
    };
  }

  #apiBehaviour(): cloudfront.BehaviorOptions {
    const { apiHost, originSecret } = this.#props;
    return {
      origin: new origins.HttpOrigin(apiHost, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
        // CloudFormation puts the secret there; neither template nor log ever holds it.
        customHeaders: { [edgeHeaders.originSecret]: originSecret.secretValue.unsafeUnwrap() },
      }),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: apiRequests(this),
      responseHeadersPolicy: responseHeaders(this, 'ApiHeaders', answerHeaders),
    };
  }

  #onRequest(id: string, program: string): cloudfront.FunctionAssociation {
    return {
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      function: new cloudfront.Function(this, id, {
        code: cloudfront.FunctionCode.fromInline(program),
        runtime: cloudfront.FunctionRuntime.JS_2_0,
      }),
    };
  }

  #acknowledge(): void {
    const reasons = {
      'AwsSolutions-CFR1': 'The store sells in every country; no country is shut out.',
      'AwsSolutions-CFR2':
        'A web ACL costs as much as a small store; the API limits rates itself. docs/deploy.md tells how to add one.',
      ...(this.#props.settings.domain
        ? {}
        : {
            'AwsSolutions-CFR4':
              "Without a domain of its own the store has CloudFront's certificate, whose lowest TLS is not ours to set.",
          }),
    };
    for (const [id, reason] of Object.entries(reasons)) {
      Validations.of(this.distribution).acknowledge({ id, reason });
    }
  }
}
