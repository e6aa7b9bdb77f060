import { parentPort, workerData } from 'node:worker_threads';
import { Lesson, learnModel } from '../domain/lesson.ts';

// Learning takes seconds to minutes; in a thread of its own it keeps nobody waiting.
parentPort?.postMessage(learnModel(Lesson.parse(workerData)));
