package dev.orderpipeline.stream;

import java.time.Duration;

/// When a stream thread should commit. Calls and outcomes wait for it, so soon; but a transaction
/// costs the brokers the same however much is in it, so not before the thread has run out of work,
/// unless it never does.
///
/// Used on the stream thread only.
final class CommitCadence {

  private final long leastNanos;
  private final long mostNanos;
  private long committedAt;
  private boolean wrote;
  private boolean waited;

  /// @param least time between two commits
  /// @param most time that a thread which never runs out of work lets pass
  CommitCadence(Duration least, Duration most) {
    this.leastNanos = least.toNanos();
    this.mostNanos = Math.max(least.toNanos(), most.toNanos());
  }

  /// Something was written in the open transaction.
  void wrote() {
    wrote = true;
  }

  /// The thread had nothing to do for a while.
  void waited() {
    waited = true;
  }

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
    return wrote && nanos - committedAt >= (waited ? leastNanos : mostNanos);
  }
}
