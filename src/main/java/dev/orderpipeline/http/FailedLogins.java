package dev.orderpipeline.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Counts wrong tokens by the address they came from: after so many, no token from there is looked
/// at for a while. Bounded; thread-safe.
final class FailedLogins {

  static final int MOST = 10;
  static final int WINDOW_SECONDS = 60;
  private static final int MOST_ADDRESSES = 10_000;

  private static final class Count {
    int failures;
    final long since;

    Count(long since) {
      this.since = since;
    }
  }

  private final LongSupplier nanoTime;
  private final Map<String, Count> byAddress = new LinkedHashMap<>();

  FailedLogins(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// Seconds until tokens from the address are looked at again; empty for now.
  synchronized OptionalInt barred(String address) {
    Count count = current(address);
    if (count == null || count.failures < MOST) {
      return OptionalInt.empty();
    }
    long passed = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - count.since);
    return OptionalInt.of((int) Math.max(1, WINDOW_SECONDS - passed));
  }

  synchronized void failed(String address) {
    Count count = current(address);
    if (count == null) {
      count = new Count(nanoTime.getAsLong());
      byAddress.put(address, count);
      forgetOldest();
    }
    count.failures++;
  }

  private @Nullable Count current(String address) {
    Count count = byAddress.get(address);
    if (count != null
        && nanoTime.getAsLong() - count.since > TimeUnit.SECONDS.toNanos(WINDOW_SECONDS)) {
      byAddress.remove(address);
      return null;
    }
    return count;
  }

  private void forgetOldest() {
    Iterator<String> addresses = byAddress.keySet().iterator();
    while (byAddress.size() > MOST_ADDRESSES && addresses.hasNext()) {
      addresses.next();
      addresses.remove();
    }
  }
}
