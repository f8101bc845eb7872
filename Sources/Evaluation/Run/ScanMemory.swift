// Holds still everything that a scan reads and writes beside its frames, for as long as it runs.

internal import Equations

/// What a scan needs around it.
struct ScanMemory<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  let bound: BoundPlan<Number>
  let scan: ScanPlan
  let inputs: [InputValue<Number>]
  /// What was gathered before the scan begins.
  var gathered: [Number] = []
  /// What has grown before the first step that runs; empty for nothing.
  var grown: [Number] = []
  /// The frame of steps outside the sequence.
  var initial: [Number] = []
  let frameCount: Int
  /// The nodes of a tree around the steps, where the scan reads them.
  var kin: Kin<Number>?
  var steps = 1
  /// For how many steps the segments run by turns.
  let stepsAtOnce: Int
  /// Where a probe gathers, in place of `gathered`.
  var arguments: Pointer?
  var results: Pointer?
  /// Whether work that is long within one step should stop; what it has made of its numbers is then of no use.
  var isInterrupted: @Sendable () -> Bool = { false }

  private var layout: ScanRoom { ScanRoom(scan, bound.plan.model, bound.arithmetic, stepsAtOnce: stepsAtOnce) }

  /// Calls `body` with a machine that is ready to run.
  ///
  /// - `room`: memory that an earlier scan has left; it grows to what this one needs.
  func withMachine(in room: inout [Number], _ body: (ScanMachine<Number>) -> Void) {
    let layout = self.layout
    let line = 64 / MemoryLayout<Number>.stride
    if room.count < layout.count + line {
      // The old one is given back first: both are never needed.
      room = []
      room = Array(unwritten: layout.count + line)
    }
    room.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let aligned = UnsafeMutableRawPointer(start).alignedUp(toMultipleOf: 64).assumingMemoryBound(to: Number.self)
      (aligned + layout.zeros).update(repeating: 0, count: layout.zeroCount)
      let growing = aligned + layout.grown
      growing.update(repeating: 0, count: scan.grownCount)
      grown.withUnsafeBufferPointer { numbers in
        if let start = numbers.baseAddress { growing.update(from: start, count: numbers.count) }
      }
      withMachine(in: aligned, layout, body)
    }
  }

  private func withMachine(in room: Pointer, _ layout: ScanRoom, _ body: (ScanMachine<Number>) -> Void) {
    let zeros = room + layout.zeros
    let (fixed, moving) = (scan.fixed.count, scan.moving.count)
    withUnsafeTemporaryAllocation(of: Pointer.self, capacity: fixed + moving + 1) { table in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: moving + 3 * longestSort + 1) { integers in
        scan.instructions.withUnsafeBufferPointer { instructions in
          hold([bound.values, bound.packed, gathered, initial, kin?.neighbor ?? []] + inputs.map(\.numbers)) {
            numbers in
            hold([scan.code] + inputs.map(\.symbols)) { words in
              guard let table = table.baseAddress, let integers = integers.baseAddress,
                let instructions = instructions.baseAddress
              else { return }
              let held = numbers.map { $0.map { Pointer(mutating: $0) } ?? zeros }
              let machine = ScanMachine(
                scan: scan, arithmetic: bound.arithmetic, inputs: boundInputs(numbers.dropFirst(5), words.dropFirst()),
                instructions: instructions, code: words[0], packed: held[1], packedOffsets: bound.packedOffsets,
                hoisted: room + layout.hoisted, zeros: zeros, initial: held[3], frameCount: frameCount, steps: steps,
                stepsAtOnce: stepsAtOnce,
                pointers: table + fixed, strides: integers, shiftedInputs: shiftedInputs,
                seriesReads: seriesReads(held[0]), kinReads: kinReads(held[4], initial: held[3], zeros: zeros),
                integers: integers + moving, productScratch: room + layout.products, isInterrupted: isInterrupted)
              for (index, place) in scan.fixed.enumerated() {
                let base =
                  switch scan.regions[place.region] {
                  case .values: held[0]
                  case .scratch: room
                  case .given(let input): held[5 + input]
                  case .gathered: arguments ?? held[2]
                  case .grown: room + layout.grown
                  case .results: results ?? zeros
                  case .frame, .input, .hoisted, .series, .kin: zeros
                  }
                machine.pointers[-1 - index] = base + place.offset
              }
              machine.setStrides()
              machine.runBefore()
              body(machine)
            }
          }
        }
      }
    }
  }

  /// Holds lists in place, one after another, while `body` runs.
  private func hold<Element>(_ lists: [[Element]], _ body: ([UnsafePointer<Element>?]) -> Void) {
    func hold(_ rest: ArraySlice<[Element]>, _ held: [UnsafePointer<Element>?]) {
      guard let list = rest.first else { return body(held) }
      list.withUnsafeBufferPointer { hold(rest.dropFirst(), held + [$0.baseAddress]) }
    }
    hold(lists[...], [])
  }

  private func boundInputs(
    _ numbers: ArraySlice<UnsafePointer<Number>?>, _ symbols: ArraySlice<UnsafePointer<Int32>?>
  ) -> [BoundInput<Number>] {
    zip(zip(numbers, symbols), zip(inputs, bound.plan.model.inputs)).map { held, input in
      BoundInput(
        numbers: held.0, tokens: held.1, width: input.1.shape.count, steps: input.0.stepCount ?? 1)
    }
  }

  private var shiftedInputs: [ScanMachine<Number>.ShiftedInput] {
    scan.moving.enumerated().compactMap { slot, place in
      guard case .input(let input, let shift) = scan.regions[place.region] else { return nil }
      // Beside a range an input may end before the steps do.
      guard shift != 0 || (inputs[input].stepCount ?? steps) < steps else { return nil }
      return .init(slot: slot, input: input, shift: shift, offset: place.offset)
    }
  }

  private func seriesReads(_ values: Pointer) -> [ScanMachine<Number>.SeriesRead] {
    scan.moving.enumerated().compactMap { slot, place in
      guard case .series(let number) = scan.regions[place.region] else { return nil }
      let members = bound.plan.model.series[number].members
      return .init(slot: slot, members: members.map { values + bound.plan.values.parameters[$0] }, offset: place.offset)
    }
  }

  private func kinReads(_ neighbor: Pointer, initial: Pointer, zeros: Pointer) -> [ScanMachine<Number>.KinRead] {
    guard let kin else { return [] }
    return scan.moving.enumerated().compactMap { slot, place in
      guard case .kin(let id, let at) = scan.regions[place.region] else { return nil }
      let own = kin.own.offsets[id]
      let isStart = if case .child = at { own != nil } else { false }
      return .init(
        slot: slot, frames: kin.frames(at, ofLeaves: kin.leafOf(id)), offset: (own ?? 0) + place.offset,
        neighbor: neighbor + (kin.first + (kin.offset(of: id, at) ?? 0) + place.offset), stride: kin.other.count,
        absent: isStart ? initial + ((own ?? 0) + place.offset) : zeros)
    }
  }

  private var longestSort: Int {
    scan.instructions.reduce(0) { most, instruction in
      switch instruction {
      case .sortDescending(_, let rows, _, _), .topK(_, _, let rows, _, _), .sortBy(_, _, let rows, _, _, _):
        max(most, rows)
      default: most
      }
    }
  }
}

extension InputValue {
  fileprivate var numbers: [Number] {
    switch self {
    case .stream(let numbers, _), .given(let numbers): numbers
    case .tokens, .missing: []
    }
  }

  fileprivate var symbols: [Int32] {
    guard case .tokens(let tokens) = self else { return [] }
    return tokens
  }
}
