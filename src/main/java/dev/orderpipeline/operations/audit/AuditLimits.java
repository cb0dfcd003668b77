package dev.orderpipeline.operations.audit;

import java.nio.file.Path;

/// How much an audit may hold at once.
///
/// @param directory where to sort what does not fit into memory; it needs about 300 MB for a
///   million orders, for moments up to twice that
/// @param events how many to sort in memory, at most
/// @param heapBytes how many bytes of them to sort in memory, at most; roughly
/// @param openRuns how many files to read at once, at most; at least 2
/// @param listed how many violations to describe, at most; the others are counted
public record AuditLimits(Path directory, int events, long heapBytes, int openRuns, int listed) {

  public AuditLimits {
    if (events < 1 || heapBytes < 1 || openRuns < 2 || listed < 1) {
      throw new IllegalArgumentException(
          "an audit needs at least 1 event, 1 byte, 2 open runs and 1 listed violation, was given "
              + events
              + ", "
              + heapBytes
              + ", "
              + openRuns
              + " and "
              + listed);
    }
  }

  /// Enough for any number of orders in 256 MB of heap.
  public static AuditLimits in(Path directory) {
    return new AuditLimits(directory, 200_000, 96L << 20, 64, 100);
  }
}
