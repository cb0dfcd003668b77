package dev.orderpipeline.cli;

import java.util.concurrent.TimeUnit;

/// The longest time between two answers to whoever asks without a pause. For one thread; read when
/// it has ended.
final class AnswerGap {

  private long last = System.nanoTime();
  private long longest;

  void answered() {
    long now = System.nanoTime();
    longest = Math.max(longest, now - last);
    last = now;
  }

  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longest);
  }
}
