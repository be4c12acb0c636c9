import { MemoryApi } from '../helpers/memory-api.ts';
import { clusterApiContract } from './cluster-api.ts';

clusterApiContract('MemoryApi', async () => {
  const api = new MemoryApi();
  return {
    api,
    expire: async () => {
      api.expire();
    },
    stop: async () => {},
  };
});
