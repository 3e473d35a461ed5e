import { useEffect, useState } from 'react';

/** The time, kept current to the minute (or `everyMs`), for texts such as "Ends in 5 hours". */
export function useNow(everyMs = 60_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
