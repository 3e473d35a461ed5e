/** The namespace of the store's own metrics. */
export const metricNamespace = 'Kratos';

/**
 * Counts as metrics of a stage: one line in CloudWatch's embedded metric format, which makes metrics of log lines.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetrics(stage: string, counts: Readonly<Record<string, number>>): void {
  const Metrics = Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' }));
  const CloudWatchMetrics = [{ Namespace: metricNamespace, Dimensions: [['Stage']], Metrics }];
  console.log(
    JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics }, Stage: stage, ...counts }),
  );
}
