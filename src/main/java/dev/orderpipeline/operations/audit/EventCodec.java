package dev.orderpipeline.operations.audit;

import static dev.orderpipeline.operations.audit.Packed.readEnum;
import static dev.orderpipeline.operations.audit.Packed.readItems;
import static dev.orderpipeline.operations.audit.Packed.readMoney;
import static dev.orderpipeline.operations.audit.Packed.readOptional;
import static dev.orderpipeline.operations.audit.Packed.readPosition;
import static dev.orderpipeline.operations.audit.Packed.readText;
import static dev.orderpipeline.operations.audit.Packed.readTime;
import static dev.orderpipeline.operations.audit.Packed.writeEnum;
import static dev.orderpipeline.operations.audit.Packed.writeItems;
import static dev.orderpipeline.operations.audit.Packed.writeMoney;
import static dev.orderpipeline.operations.audit.Packed.writeOptional;
import static dev.orderpipeline.operations.audit.Packed.writePosition;
import static dev.orderpipeline.operations.audit.Packed.writeText;
import static dev.orderpipeline.operations.audit.Packed.writeTime;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.IntentCommitted;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.RequestLeft;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Suspension;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Packs events into bytes while an audit sorts them. The bytes do not outlive the audit.
final class EventCodec {

  private static final Step[] STEPS = Step.values();

  private EventCodec() {}

  static byte[] encode(AuditEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try {
      write(new DataOutputStream(bytes), event);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  static AuditEvent decode(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("a packed event is cut short", e);
    }
  }

  private static void write(DataOutput out, AuditEvent event) throws IOException {
    switch (event) {
      case PlacedRecord e -> {
        out.writeByte(0);
        writePosition(out, e.position());
        writeTime(out, e.at());
        writeVerdict(out, e.verdict());
      }
      case StateRecord e -> {
        out.writeByte(1);
        writeState(out, e);
      }
      case DeadLetterRecord e -> {
        out.writeByte(2);
        writePosition(out, e.position());
        writeTime(out, e.at());
        writeOptional(out, e.id(), Packed::writeText);
        writeText(out, e.reason());
        writeOptional(out, e.orderId(), Packed::writeText);
        writeOptional(out, e.source(), Packed::writePosition);
      }
      case LedgerLine e -> {
        out.writeByte(3);
        writeText(out, e.ledger());
        out.writeLong(e.line());
        out.writeBoolean(e.settled());
        writeEntry(out, e.entry());
      }
      case IntentCommitted e -> {
        out.writeByte(4);
        writeAttempt(out, e.seq(), e.orderId(), e.key(), e.attempt());
      }
      case RequestLeft e -> {
        out.writeByte(5);
        writeAttempt(out, e.seq(), e.orderId(), e.key(), e.attempt());
      }
      case Unreadable e -> {
        out.writeByte(6);
        writeText(out, e.place());
        writeOptional(out, e.at(), Packed::writeTime);
        writeEnum(out, e.unproved());
        writeText(out, e.why());
      }
    }
  }

  private static AuditEvent read(DataInput in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case 0 -> new PlacedRecord(readPosition(in), readTime(in), readVerdict(in));
      case 1 -> readState(in);
      case 2 ->
          new DeadLetterRecord(
              readPosition(in),
              readTime(in),
              readOptional(in, Packed::readText),
              readText(in),
              readOptional(in, Packed::readText),
              readOptional(in, Packed::readPosition));
      case 3 -> {
        String ledger = readText(in);
        long line = in.readLong();
        boolean settled = in.readBoolean();
        yield new LedgerLine(ledger, line, readEntry(in), settled);
      }
      case 4 -> new IntentCommitted(in.readLong(), readText(in), readText(in), in.readInt());
      case 5 -> new RequestLeft(in.readLong(), readText(in), readText(in), in.readInt());
      case 6 ->
          new Unreadable(
              readText(in),
              readOptional(in, Packed::readTime),
              readEnum(in, GuaranteeName.class),
              readText(in));
      default -> throw new IllegalArgumentException("no packed event begins with " + kind);
    };
  }

  private static void writeVerdict(DataOutput out, PlacedJudge.Verdict verdict) throws IOException {
    switch (verdict) {
      case PlacedJudge.Valid v -> {
        out.writeBoolean(true);
        writeText(out, v.orderId());
        writeText(out, v.fingerprint());
        writeMoney(out, v.amount());
        writeItems(out, v.items());
      }
      case PlacedJudge.Invalid i -> {
        out.writeBoolean(false);
        writeText(out, i.reason());
      }
    }
  }

  private static PlacedJudge.Verdict readVerdict(DataInput in) throws IOException {
    return in.readBoolean()
        ? new PlacedJudge.Valid(readText(in), readText(in), readMoney(in), readItems(in))
        : new PlacedJudge.Invalid(readText(in));
  }

  private static void writeState(DataOutput out, StateRecord e) throws IOException {
    writePosition(out, e.position());
    writeTime(out, e.at());
    writeText(out, e.orderId());
    out.writeInt(e.version());
    writeEnum(out, e.topic());
    writeEnum(out, e.state());
    writeOptional(out, e.previous(), Packed::writeEnum);
    writeOptional(out, e.eventId(), Packed::writeText);
    // In the steps' order, not the map's, so that equal events have equal bytes.
    for (Step step : STEPS) {
      writeOptional(out, Optional.ofNullable(e.intents().get(step)), Packed::writeText);
    }
    writeOptional(out, e.suspended(), EventCodec::writeSuspension);
  }

  private static StateRecord readState(DataInput in) throws IOException {
    return new StateRecord(
        readPosition(in),
        readTime(in),
        readText(in),
        in.readInt(),
        readEnum(in, Stage.class),
        readEnum(in, Stage.class),
        readOptional(in, i -> readEnum(i, Stage.class)),
        readOptional(in, Packed::readText),
        readIntents(in),
        readOptional(in, EventCodec::readSuspension));
  }

  private static Map<Step, String> readIntents(DataInput in) throws IOException {
    Map<Step, String> intents = new EnumMap<>(Step.class);
    for (Step step : STEPS) {
      readOptional(in, Packed::readText).ifPresent(key -> intents.put(step, key));
    }
    return intents;
  }

  private static void writeSuspension(DataOutput out, Suspension suspension) throws IOException {
    writeText(out, suspension.reason());
    writeOptional(out, suspension.deadLetterId(), Packed::writeText);
  }

  private static Suspension readSuspension(DataInput in) throws IOException {
    return new Suspension(readText(in), readOptional(in, Packed::readText));
  }

  private static void writeEntry(DataOutput out, LedgerEntry e) throws IOException {
    out.writeLong(e.seq());
    writeTime(out, e.at());
    writeEnum(out, e.effect());
    writeText(out, e.orderId());
    writeText(out, e.key());
    writeOptional(out, e.undoes(), Packed::writeText);
    writeOptional(out, e.amount(), Packed::writeMoney);
    writeItems(out, e.items());
    writeOptional(out, e.reference(), Packed::writeText);
  }

  private static LedgerEntry readEntry(DataInput in) throws IOException {
    return new LedgerEntry(
        in.readLong(),
        readTime(in),
        readEnum(in, LedgerEntry.Effect.class),
        readText(in),
        readText(in),
        readOptional(in, Packed::readText),
        readOptional(in, Packed::readMoney),
        readItems(in),
        readOptional(in, Packed::readText));
  }

  private static void writeAttempt(
      DataOutput out, long seq, String orderId, String key, int attempt) throws IOException {
    out.writeLong(seq);
    writeText(out, orderId);
    writeText(out, key);
    out.writeInt(attempt);
  }
}
