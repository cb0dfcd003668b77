package dev.orderpipeline.stream;

import java.time.Duration;

/// When a stream thread should commit. Calls and outcomes wait for it, so soon; but a transaction
/// costs the brokers the same however much is in it, so not before the thread has run out of work,
/// unless it never does, and the less often the longer they take: brokers that are slow to commit
/// have no time for more transactions.
///
/// Used on the stream thread only.
final class CommitCadence {

  /// Between two commits lies this many times what the first of them took.
  private static final long SPACING = 2;

  private final long leastNanos;
  private final long mostNanos;
  private long committedAt;
  private long soonNanos;
  private boolean wrote;
  private boolean waited;

  /// @param least time between two commits
  /// @param most time that a thread which never runs out of work lets pass
  CommitCadence(Duration least, Duration most) {
    this.leastNanos = least.toNanos();
    this.mostNanos = Math.max(least.toNanos(), most.toNanos());
    this.soonNanos = leastNanos;
  }

  /// Something was written in the open transaction.
  void wrote() {
    wrote = true;
  }

  /// The thread had nothing to do for a while.
  void waited() {
    waited = true;
  }

  /// The transaction was committed.
  ///
  /// @param durationNanos that the commit took
  void committed(long nanos, long durationNanos) {
    soonNanos = Math.clamp(SPACING * durationNanos, leastNanos, mostNanos);
    ended(nanos);
  }

  /// The transaction came to its end, committed or not.
  void ended(long nanos) {
    committedAt = nanos;
    wrote = false;
    waited = false;
  }

  /// Whether there is something to commit at all.
  boolean hasWritten() {
    return wrote;
  }

  boolean isDue(long nanos) {
    return wrote && nanos - committedAt >= (waited ? soonNanos : mostNanos);
  }
}
