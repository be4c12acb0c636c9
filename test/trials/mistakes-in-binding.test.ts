import { testMistakes } from '../helpers/found-out.ts';

testMistakes([4]);
