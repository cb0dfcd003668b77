package dev.orderpipeline.bench.telemetry;

import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;

/// Counts the spans of an OTLP request in protobuf, of which it reads no more than that takes:
/// `resource_spans` (1), in each `scope_spans` (2), in each `spans` (2).
final class SpanCount {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;

  private SpanCount() {}

  static long of(byte[] request) {
    return sum(
        ByteBuffer.wrap(request), 1, resource -> sum(resource, 2, scope -> sum(scope, 2, _ -> 1L)));
  }

  /// The sum over the parts of a message that are in this field.
  private static long sum(ByteBuffer message, int wanted, ToLongFunction<ByteBuffer> of) {
    long sum = 0;
    while (message.hasRemaining()) {
      long tag = varint(message);
      switch ((int) (tag & 7)) {
        case VARINT -> varint(message);
        case FIXED64 -> skip(message, Long.BYTES);
        case FIXED32 -> skip(message, Integer.BYTES);
        case DELIMITED -> {
          int length = Math.toIntExact(varint(message));
          if (tag >>> 3 == wanted) {
            sum += of.applyAsLong(message.slice(message.position(), length));
          }
          skip(message, length);
        }
        default -> throw new IllegalArgumentException("no protobuf: tag " + tag);
      }
    }
    return sum;
  }

  private static void skip(ByteBuffer message, int bytes) {
    message.position(message.position() + bytes);
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = message.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("no protobuf: a number without an end");
  }
}
