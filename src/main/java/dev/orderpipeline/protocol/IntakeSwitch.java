package dev.orderpipeline.protocol;

import dev.orderpipeline.codec.IntakeWord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether operators, or the brake, keep this process from taking orders in. What has been taken in
/// goes on. Thread-safe.
public final class IntakeSwitch {

  private final Runnable onOpen;
  private @Nullable IntakeWord spoken;
  private @Nullable IntakeWord braked;
  private volatile Optional<IntakeWord> closed = Optional.empty();

  /// @param onOpen called when an operator has opened the input
  public IntakeSwitch(Runnable onOpen) {
    this.onOpen = onOpen;
  }

  /// Why the input is closed; empty if it may be open. Never blocks.
  public Optional<IntakeWord> closed() {
    return closed;
  }

  /// The latest word of the operations topic.
  public synchronized void hear(IntakeWord word) {
    spoken = word;
    if (!word.open() && word.kind() == IntakeWord.Kind.BRAKE) {
      // From now on the topic speaks for the brake, and a release there lifts it.
      braked = null;
    }
    refresh();
    if (word.open()) {
      onOpen.run();
    }
  }

  /// The brake of this process closes the input before anybody else has heard of it.
  ///
  /// @return false if it is closed already, by a brake
  public synchronized boolean brake(IntakeWord word) {
    if (closed.filter(now -> now.kind() == IntakeWord.Kind.BRAKE).isPresent()) {
      return false;
    }
    braked = word;
    refresh();
    return true;
  }

  /// Whether this process has braked and the topic does not say so yet.
  public synchronized boolean hasBrakedAlone() {
    return braked != null;
  }

  private void refresh() {
    closed =
        Optional.ofNullable(braked)
            .or(() -> Optional.ofNullable(spoken).filter(word -> !word.open()));
  }
}
