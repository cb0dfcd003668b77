package dev.orderpipeline.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a task is working on. Nobody tidies up after an error: what is in hand then is the culprit.
public final class InHand {

  private @Nullable Culprit now;

  /// Does a piece of work on somebody's account, within whatever was in hand.
  void on(Culprit culprit, Runnable work) {
    Culprit before = now;
    now = culprit;
    work.run();
    now = before;
  }

  /// Empty if nothing was in hand.
  public Optional<Culprit> culprit() {
    return Optional.ofNullable(now);
  }
}
