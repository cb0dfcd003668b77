package dev.orderpipeline.stream;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.jspecify.annotations.Nullable;

/// What to do about a transaction that this thread cannot complete: the cluster has ended it
/// already (a process that stood still for longer than its timeout), or does not answer, so that
/// nobody knows whether it is committed.
///
/// In all these cases the one safe way on is the one that Streams takes when the producer is
/// fenced: it drops what all tasks of the thread hold, makes a new producer, whose start settles
/// the old transaction, and reads everything again as it was committed. But it takes that way for
/// few exceptions only. On others it ends the thread, or, worse, goes on with those tasks of the
/// thread that sent no offsets, though their changelog may lack what they hold. So these are
/// reported as fencing.
final class LostTransaction {

  private LostTransaction() {}

  /// Fencing, if the failure means that the transaction is lost; else the failure itself.
  static Exception translate(Exception failure) {
    return failure instanceof KafkaException kafka ? translate(kafka) : failure;
  }

  /// As above.
  static KafkaException translate(KafkaException failure) {
    // Once a producer has failed, whatever it is asked for fails with the first failure as cause.
    if (meansLost(failure) || meansLost(failure.getCause())) {
      ProducerFencedException fenced =
          new ProducerFencedException("the transaction is lost: " + failure.getMessage());
      fenced.addSuppressed(failure);
      return fenced;
    }
    return failure;
  }

  private static boolean meansLost(@Nullable Throwable failure) {
    return failure instanceof InvalidTxnStateException
        || failure instanceof TransactionAbortableException
        || failure instanceof TimeoutException;
  }
}
