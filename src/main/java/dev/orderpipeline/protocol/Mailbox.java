package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Input;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Brings answers from any thread to the stream thread that owns the orders. One incarnation of a
/// stage has one mailbox: what comes for an incarnation that has gone is dropped.
///
/// Bounded by the calls in flight, which the gates bound.
public final class Mailbox {

  /// An answer and whose it is.
  public record Letter(String orderId, Input.Answered answered) {}

  private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
  private final Runnable wake;
  private volatile boolean open = true;
  private int outstanding;

  /// One whose owner looks for itself.
  public Mailbox() {
    this(() -> {});
  }

  /// A mailbox.
  ///
  /// @param wake tells the owner's thread that something has come; called on the posting thread
  public Mailbox(Runnable wake) {
    this.wake = wake;
  }

  /// Any thread.
  void post(Letter letter) {
    if (open) {
      letters.add(letter);
      wake.run();
    }
  }

  /// Any thread.
  boolean isOpen() {
    return open;
  }

  /// A call has been staged whose answer will come here. Owner's thread.
  void expect() {
    outstanding++;
  }

  /// Whether answers are still to come or to be taken. Owner's thread.
  boolean expecting() {
    return outstanding > 0;
  }

  /// The next answer, or null. Owner's thread.
  @Nullable Letter take() {
    Letter letter = letters.poll();
    if (letter != null) {
      outstanding--;
    }
    return letter;
  }

  /// The incarnation ends. Owner's thread.
  void close() {
    open = false;
    letters.clear();
  }

  /// Unread letters, for a look from outside.
  Queue<Letter> unread() {
    return new ArrayDeque<>(letters);
  }
}
