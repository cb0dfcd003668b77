package dev.orderpipeline.operations.audit;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// An event packed for sorting.
///
/// @param body the event, as [EventCodec] writes it
record SortedEvent(SortKey key, byte[] body) implements Comparable<SortedEvent> {

  /// Rough cost of the objects around the bytes.
  private static final int OVERHEAD_BYTES = 120;

  @Override
  public int compareTo(SortedEvent other) {
    int byKey = key.compareTo(other.key);
    // Equal keys are ordered by content, so that a result never depends on how runs were cut.
    return byKey != 0 ? byKey : Arrays.compare(body, other.body);
  }

  int heapBytes() {
    return OVERHEAD_BYTES + key.group().length() + body.length;
  }

  void write(DataOutput out) throws IOException {
    Packed.writeText(out, key.group());
    out.writeByte(key.rank());
    out.writeLong(key.major());
    out.writeLong(key.minor());
    out.writeInt(body.length);
    out.write(body);
  }

  static SortedEvent read(DataInput in) throws IOException {
    SortKey key = new SortKey(Packed.readText(in), in.readByte(), in.readLong(), in.readLong());
    byte[] body = new byte[in.readInt()];
    in.readFully(body);
    return new SortedEvent(key, body);
  }
}
