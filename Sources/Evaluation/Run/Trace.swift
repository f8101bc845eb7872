// What a run leaves: frames, in blocks that copies of a trace share.

package import Equations

/// The frames of one stage.
///
/// A copy costs nothing until one of them is changed, and then one block.
package struct StageTrace<Number: Scalar>: Sendable {
  package let layout: FrameLayout
  package internal(set) var steps: Int
  /// Frames that lie in one block; every block but the last is full.
  let framesPerBlock: Int
  /// Frames before and behind each block that repeat those of its neighbours, so that a step reads others at a fixed distance.
  let lead: Int
  let trail: Int
  var blocks: [[Number]]
  /// Stands for every step outside the sequence.
  var initial: [Number]

  /// The start of a frame in its block; `step` counts from 0.
  func position(of step: Int) -> (block: Int, offset: Int) {
    (step / framesPerBlock, (lead + step % framesPerBlock) * layout.count)
  }

  /// The numbers of a quantity at a step, from 0; outside the sequence what a recurrence starts from.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package func values(of quantity: Quantity, at step: Int) -> [Number] {
    guard let offset = layout.offsets[quantity.id] else { return [] }
    guard step >= 0 && step < steps else { return Array(initial[offset..<offset + quantity.shape.count]) }
    let (block, start) = position(of: step)
    return Array(blocks[block][(start + offset)..<(start + offset + quantity.shape.count)])
  }

  /// One number of a quantity at a step, both from 0.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package func value(of quantity: Quantity, _ entry: Int, at step: Int) -> Number {
    guard let offset = layout.offsets[quantity.id] else { return .nan }
    guard step >= 0 && step < steps else { return initial[offset + entry] }
    let (block, start) = position(of: step)
    return blocks[block][start + offset + entry]
  }

  /// Calls `body` with the numbers of a quantity at each step of a range, in order, without copies.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package func forEach(
    _ quantity: Quantity, in steps: Range<Int>, _ body: (Int, UnsafeBufferPointer<Number>) -> Void
  ) {
    guard let offset = layout.offsets[quantity.id] else { return }
    var step = max(0, steps.lowerBound)
    let end = min(self.steps, steps.upperBound)
    while step < end {
      let block = step / framesPerBlock
      let last = min(end, (block + 1) * framesPerBlock)
      blocks[block].withUnsafeBufferPointer { numbers in
        for current in step..<last {
          let start = position(of: current).offset + offset
          body(current, UnsafeBufferPointer(rebasing: numbers[start..<start + quantity.shape.count]))
        }
      }
      step = last
    }
  }

  /// Bytes of the frames, with what stands for the steps outside.
  package var byteCount: Int { (blocks.reduce(initial.count) { $0 + $1.count }) * MemoryLayout<Number>.stride }
}

/// Everything that a run worked out, and what it was given.
package struct Trace<Number: Scalar>: Sendable {
  package let plan: Plan
  package var values: RunValues<Number>
  package var stages: [StageTrace<Number>]
  /// The tree whose nodes a stage walks over, if one does.
  package let tree: Tree?

  package var model: Model { plan.model }

  /// The steps of a quantity's stage; 1 for what is computed once.
  package func stepCount(of quantity: Quantity) -> Int { stages[quantity.stage].steps }

  package func has(_ quantity: Quantity) -> Bool { plan.omitted[quantity.id] == nil }

  /// - Throws: which input lacks, for a quantity that is left out.
  package func checkHas(_ quantity: Quantity) throws(RunError) {
    guard let input = plan.omitted[quantity.id] else { return }
    throw .leftOut(quantity.name, input: model.inputs[input].name)
  }

  package func values(of quantity: Quantity, at step: Int) -> [Number] {
    let isOnce = model.stages[quantity.stage].steps == .once
    return stages[quantity.stage].values(of: quantity, at: isOnce ? 0 : step)
  }

  package func value(of quantity: Quantity, _ entry: Int, at step: Int) -> Number {
    let isOnce = model.stages[quantity.stage].steps == .once
    return stages[quantity.stage].value(of: quantity, entry, at: isOnce ? 0 : step)
  }

  package var byteCount: Int { stages.reduce(0) { $0 + $1.byteCount } }
}
