package dev.orderpipeline.operations.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/// The parts that packed events are made of.
final class Packed {

  private Packed() {}

  static void writePosition(DataOutput out, Position position) throws IOException {
    writeText(out, position.topic());
    out.writeInt(position.partition());
    out.writeLong(position.offset());
  }

  static Position readPosition(DataInput in) throws IOException {
    return new Position(readText(in), in.readInt(), in.readLong());
  }

  static void writeTime(DataOutput out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  static Instant readTime(DataInput in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  static void writeMoney(DataOutput out, Money money) throws IOException {
    out.writeLong(money.value());
    writeText(out, money.currency().getCurrencyCode());
  }

  static Money readMoney(DataInput in) throws IOException {
    return new Money(in.readLong(), Currency.getInstance(readText(in)));
  }

  static void writeItems(DataOutput out, List<Item> items) throws IOException {
    out.writeInt(items.size());
    for (Item item : items) {
      writeText(out, item.sku());
      out.writeInt(item.quantity());
    }
  }

  static List<Item> readItems(DataInput in) throws IOException {
    int size = in.readInt();
    List<Item> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(new Item(readText(in), in.readInt()));
    }
    return items;
  }

  static void writeText(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  interface Writer<T> {
    void write(DataOutput out, T value) throws IOException;
  }

  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  static <T> void writeOptional(DataOutput out, Optional<T> value, Writer<T> writer)
      throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      writer.write(out, value.get());
    }
  }

  static <T> Optional<T> readOptional(DataInput in, Reader<T> reader) throws IOException {
    return in.readBoolean() ? Optional.of(reader.read(in)) : Optional.empty();
  }

  /// By name: an order of constants is no format.
  static void writeEnum(DataOutput out, Enum<?> value) throws IOException {
    writeText(out, value.name());
  }

  static <E extends Enum<E>> E readEnum(DataInput in, Class<E> type) throws IOException {
    return Enum.valueOf(type, readText(in));
  }
}
