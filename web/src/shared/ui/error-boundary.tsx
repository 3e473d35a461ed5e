import { Component, type ReactNode } from 'react';
import { FailureNotice } from './notices.tsx';

interface Props {
  readonly children: ReactNode;
  /** What failed, for the reader: `The forecast`. */
  readonly what?: string;
}

/** Keeps an error inside its panel: the rest of the page stays usable, and "Try again" builds the panel anew. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error(`${this.props.what ?? 'The page'} could not be shown`, error);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <FailureNotice
        title={`${this.props.what ?? 'This page'} could not be shown`}
        failure={{
          code: 'unexpected',
          status: 0,
          message: 'Something unexpected happened on this page.',
          requestId: null,
          fieldErrors: {},
        }}
        onRetry={() => this.setState({ failed: false })}
      />
    );
  }
}
