package dev.orderpipeline.domain;

import java.time.Instant;

/// One published snapshot of the order's past.
public record HistoryEntry(int version, StateName state, Instant at, String cause) {}
