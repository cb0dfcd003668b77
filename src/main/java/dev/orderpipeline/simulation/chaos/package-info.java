/// A game day: brokers, gateways and instances as processes on the loopback interface, killed,
/// stopped and cut off by a seeded schedule, under load. In the order things happen: [ChaosPlan]
/// says what is wanted, [Schedule] what happens when, [LocalWorld] runs the processes, [GameDay]
/// does it all, [OutcomeTimes] and [Recovery] tell how long it took to recover.
///
/// Nothing in here knows how the pipeline works. What it proves, it proves from outside.
@NullMarked
package dev.orderpipeline.simulation.chaos;

import org.jspecify.annotations.NullMarked;
