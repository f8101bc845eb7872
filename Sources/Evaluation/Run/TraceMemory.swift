// Memory that goes from one run to the next: whoever runs again and again asks the system for it once.

internal import Equations

/// What a run lies in when nobody looks at it any more, and what runs need beside their frames.
package struct TraceMemory<Number: Scalar>: Sendable {
  /// Blocks of frames, by stage.
  private var stages: [[[Number]]] = []
  /// What scans work in.
  private var room: [Number] = []

  package init() {}

  /// How many bytes are kept for the next run.
  package var byteCount: Int {
    (stages.joined().reduce(0) { $0 + $1.count } + room.count) * MemoryLayout<Number>.stride
  }

  /// Keeps what a trace lies in.
  ///
  /// A copy of that trace stays as it is: the next run then gets memory of its own.
  package mutating func take(_ trace: consuming Trace<Number>) { stages = trace.stages.map(\.blocks) }

  /// Blocks for a run, which is about to write all of them; empty ones where there are none of that size.
  mutating func lend(_ stage: Int, _ trace: StageTrace<Number>) -> [[Number]] {
    let blocks = stages.indices.contains(stage) ? emptied(&stages[stage]) : []
    let fits =
      blocks.count == trace.blockCount
      && blocks.indices.allSatisfy { blocks[$0].count == trace.size(ofBlock: $0) }
    return fits ? blocks : Array(repeating: [], count: trace.blockCount)
  }

  mutating func lendRoom() -> [Number] { emptied(&room) }

  mutating func keep(room: consuming [Number]) { self.room = room }

  private func emptied<Element>(_ list: inout [Element]) -> [Element] {
    var result: [Element] = []
    swap(&result, &list)
    return result
  }
}
