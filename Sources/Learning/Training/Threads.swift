// Work on several threads, each piece on one of them, in parts that nobody else sees while it is done.

internal import Glibc
internal import Synchronization

/// Things that are lent to one thread at a time, by number.
final class Shelf<Thing: Sendable>: Sendable {
  private let things: Mutex<[Thing?]>

  init(_ things: [Thing]) { self.things = Mutex(things.map { $0 }) }

  /// Lends a thing: it is the borrower's alone until it is put back.
  func take(_ index: Int) -> Thing? {
    things.withLock { things in
      let thing = things[index]
      things[index] = nil
      return thing
    }
  }

  func put(_ thing: Thing, at index: Int) { things.withLock { $0[index] = thing } }

  /// All things that lie there, in their order.
  var all: [Thing] { things.withLock { $0.compactMap { $0 } } }
}

/// Calls `work` with each number below `count`, on so many threads, the caller's among them; returns when all is done.
func onThreads(_ threads: Int, count: Int, _ work: @escaping @Sendable (Int) -> Void) {
  let threads = max(1, min(threads, count))
  @Sendable func share(_ first: Int) {
    for index in stride(from: first, to: count, by: threads) { work(index) }
  }
  var started: [pthread_t] = []
  var left: [Int] = []
  for first in 1..<max(1, threads) {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(ThreadBody { share(first) })
    let code = pthread_create(&thread, nil, ThreadBody.run, body.toOpaque())
    if code == 0 {
      started.append(thread)
    } else {
      // A system that has no thread left is no reason to fail: the caller does that share too.
      body.release()
      left.append(first)
    }
  }
  share(0)
  for first in left { share(first) }
  for thread in started { pthread_join(thread, nil) }
}

/// Starts work on a thread of its own, behind what people wait for; nobody waits for its end.
///
/// - Returns: false where the system has no thread left: nothing was then started.
package func inBackground(_ work: @escaping @Sendable () -> Void) -> Bool {
  var thread = pthread_t()
  let body = Unmanaged.passRetained(
    ThreadBody {
      // On Linux this is the calling thread's alone.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
      work()
    })
  guard pthread_create(&thread, nil, ThreadBody.run, body.toOpaque()) == 0 else {
    body.release()
    return false
  }
  pthread_detach(thread)
  return true
}

/// What a thread runs, in a box that C can hand over.
private final class ThreadBody: Sendable {
  let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }

  static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { body in
    guard let body else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().work()
    return nil
  }
}
