package dev.orderpipeline.bench.measure;

/// What was written to one topic in a span of time.
///
/// @param records without the markers of transactions
/// @param markers ends of transactions: one for each partition that a transaction wrote to
/// @param payloadBytes keys, values and headers, as they were sent
/// @param logBytes on disk, with the log's own framing
public record Written(String topic, long records, long markers, long payloadBytes, long logBytes) {}
