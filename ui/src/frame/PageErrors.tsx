import { Component, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { ErrorState } from '~/components/ErrorState.tsx';

/** A page that breaks leaves the frame standing; going elsewhere mends it. */
export function PageErrors({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  return <Boundary pathname={pathname}>{children}</Boundary>;
}

interface Props {
  pathname: string;
  children: ReactNode;
}

class Boundary extends Component<Props, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.error && before.pathname !== this.props.pathname) this.setState({ error: null });
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <ErrorState error={error} onRetry={() => window.location.reload()} />;
  }
}
